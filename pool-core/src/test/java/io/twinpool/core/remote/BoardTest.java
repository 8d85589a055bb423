// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Args2;
import io.twinpool.Task;
import io.twinpool.TaskFunction;
import io.twinpool.Workers;
import io.twinpool.worker.Lot;
import io.twinpool.worker.Routine;
import io.twinpool.worker.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One lot after the other through two mappings of one file, as a pool and a forked JVM have it: ADR 14. */
class BoardTest {
    private static final TaskFunction<Object, Object> SAME = x -> x;

    @TempDir
    Path directory;

    private final Terms terms = new Terms(Workers.processes(1), Map.of());
    private final Routine same = terms.prepare(Routine.of(SAME));
    private Board near;
    private Board far;
    private Posted child;

    @BeforeEach
    void map() throws Exception {
        near = Board.create(directory.resolve("b"));
        far = Board.open(directory.resolve("b"));
        child = new Posted(far);
    }

    @AfterEach
    void close() {
        terms.close();
    }

    private Posting lot() {
        return (Posting) Objects.requireNonNull(near.lot(), "the last one is not closed");
    }

    /** A lot that is open, of calls with 0, 1, 2 and so on. */
    private Posting lotOf(int tasks) {
        Posting lot = lot();
        IntStream.range(0, tasks).forEach(i -> lot.add(same, i));
        lot.open();
        return lot;
    }

    private static Wire.Join join(Posting lot, int holder) {
        return new Wire.Join(1, lot.generation(), lot.size(), holder, lot.size(), false);
    }

    private boolean holds(Posting lot, int index) throws Exception {
        return child.hold(join(lot, 0), index, 0) != null;
    }

    /** What the task that is held, a call of the same function, is called with. */
    private @Nullable Object argument(@Nullable ByteBuffer task) throws Exception {
        Objects.requireNonNull(task, "somebody else has it");
        assertThat(task.get()).isEqualTo((byte) 1);
        assertThat(task.getLong()).isEqualTo(((RemoteRoutine) same).id());
        Object argument = Values.get(task, Bulk.NONE);
        assertThat(task.hasRemaining()).isFalse();
        return argument;
    }

    private static List<Long> states(Lot lot) {
        return IntStream.range(0, lot.size()).mapToObj(lot::state).toList();
    }

    // ---- how tasks cross

    static Stream<Object> arguments() {
        return Stream.of(
                7,
                Long.MIN_VALUE,
                "text",
                "\uD800 alone",
                true,
                0.5,
                'c',
                new int[] {1, 2, 3},
                new byte[0],
                new Args2<>("one", 2));
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void whatIsRememberedIsNamedAndCrossesWithItsArgument(Object argument) throws Exception {
        Posting lot = lot();
        lot.add(same, terms.prepare(argument));
        lot.open();

        assertThat(argument(child.hold(join(lot, 0), 0, 0))).isEqualTo(argument);
    }

    @Test
    void anArgumentThatIsNullCrosses() throws Exception {
        Posting lot = lot();
        lot.add(same, null);
        lot.open();

        assertThat(argument(child.hold(join(lot, 0), 0, 0))).isNull();
    }

    @Test
    void anArgumentOfTheCodecsCrossesByteForByte() throws Exception {
        Posting lot = lot();
        Encoded argument = (Encoded) Objects.requireNonNull(terms.prepare(List.of("one", 2)));
        lot.add(same, argument);
        lot.open();

        assertThat(argument(child.hold(join(lot, 0), 0, 0)))
                .isInstanceOfSatisfying(
                        Encoded.class, bytes -> assertThat(bytes.bytes()).isEqualTo(argument.bytes()));
    }

    @Test
    void aFunctionWithoutArgumentCrossesItself() throws Exception {
        String captured = "captured";
        Posting lot = lot();
        lot.add(terms.prepare(Routine.of((Task<String>) () -> captured)), null);
        lot.open();

        assertThat(called(child.hold(join(lot, 0), 0, 0))).isEqualTo("captured");
    }

    /** It is another one for each task, so workers need not remember it. */
    @Test
    void aFunctionThatCarriesValuesCrossesItselfWithItsArgument() throws Exception {
        Posting lot = lot();
        lot.add(carrying("carried"), "argument");
        lot.open();

        assertThat(called(child.hold(join(lot, 0), 0, 0))).isEqualTo("carried argument");
        assertThat(lot.shared()).isEmpty();
    }

    /** Who joins is told of those before it begins. */
    @Test
    void oneThatCarriesNoneIsSharedWithAFewOthers() throws Exception {
        List<TaskFunction<String, String>> functions = List.of(
                x -> x + 0,
                x -> x + 1,
                x -> x + 2,
                x -> x + 3,
                x -> x + 4,
                x -> x + 5,
                x -> x + 6,
                x -> x + 7,
                x -> x + 8,
                x -> x + 9,
                x -> x + 10,
                x -> x + 11,
                x -> x + 12,
                x -> x + 13,
                x -> x + 14,
                x -> x + 15,
                x -> x + 16,
                x -> x + 17);
        Posting lot = lot();
        for (int i = 0; i < 2 * functions.size(); i++) {
            Routine prepared = terms.prepare(Routine.of(functions.get(i % functions.size())));
            lot.add(prepared, "call ");
        }
        lot.open();

        assertThat(lot.shared()).hasSize(16);
        for (int i = 0; i < lot.size(); i++) {
            ByteBuffer task = Objects.requireNonNull(child.hold(join(lot, 0), i, i));
            if (i % functions.size() < 16) {
                assertThat(task.get()).isEqualTo((byte) 1);
            } else {
                assertThat(called(task)).isEqualTo("call " + i % functions.size());
            }
        }

        lot.close();

        assertThat(lot.shared()).isEmpty();
    }

    private Routine carrying(String carried) {
        return terms.prepare(Routine.of((TaskFunction<Object, Object>) x -> carried + " " + x));
    }

    /** {@return what a task gives that carries its function} */
    private static @Nullable Object called(@Nullable ByteBuffer task) throws Exception {
        Objects.requireNonNull(task, "somebody else has it");
        assertThat(task.get()).isZero();
        Shape shape = Wire.getShape(task);
        assertThat(task.getLong()).isEqualTo(Origins.SYSTEM);
        Object encoded = Objects.requireNonNull(Values.get(task, Bulk.NONE));
        Object argument = Values.get(task, Bulk.NONE);
        assertThat(task.hasRemaining()).isFalse();
        Functions functions = new Functions(new Crossing(JavaCodec.trusting()));
        return functions
                .made(shape, ClassLoader.getSystemClassLoader(), encoded)
                .routine()
                .call(argument);
    }

    // ---- who has which

    @Test
    void eachTaskIsHeldOnceInOrder() throws Exception {
        Posting lot = lotOf(3);
        Posted sibling = new Posted(Board.open(near.file()));

        assertThat(argument(child.hold(join(lot, 0), 0, 0))).isEqualTo(0);
        assertThat(sibling.hold(join(lot, 1), 0, 0)).isNull();
        assertThat(argument(sibling.hold(join(lot, 1), 1, 0))).isEqualTo(1);
        assertThat(child.hold(join(lot, 0), 1, 1)).isNull();
        assertThat(argument(child.hold(join(lot, 0), 2, 1))).isEqualTo(2);
        assertThat(child.hold(join(lot, 0), 2, 2)).isNull();
    }

    @Test
    void thePoolIsToldWhoHoldsWhatAndAsWhichItem() throws Exception {
        Posting lot = lotOf(3);

        child.hold(join(lot, 4), 0, 0);
        child.hold(join(lot, 5), 1, 0);
        child.hold(join(lot, 4), 2, 1);

        assertThat(states(lot)).containsExactly(Lot.held(4, 0), Lot.held(5, 0), Lot.held(4, 1));
        assertThat(Lot.holder(lot.state(2))).isEqualTo(4);
        assertThat(Lot.place(lot.state(2))).isEqualTo(1);
    }

    @Test
    void theLargestHolderAndItsLastItemAreTold() throws Exception {
        Posting lot = lotOf(Board.MOST);

        assertThat(child.hold(join(lot, Lot.MOST_HOLDERS - 1), Board.MOST - 1, Board.MOST - 1))
                .isNotNull();

        assertThat(lot.state(Board.MOST - 1)).isEqualTo(Lot.held(Lot.MOST_HOLDERS - 1, Board.MOST - 1));
    }

    @Test
    void whatWasTakenIsNotHeld() throws Exception {
        Posting lot = lotOf(2);

        assertThat(lot.take(0)).isTrue();

        assertThat(holds(lot, 0)).isFalse();
        assertThat(states(lot)).containsExactly(Lot.TAKEN, Lot.FREE);
        assertThat(lot.take(0)).isFalse();
    }

    @Test
    void whatIsHeldIsNotTaken() throws Exception {
        Posting lot = lotOf(2);

        assertThat(holds(lot, 0)).isTrue();

        assertThat(lot.take(0)).isFalse();
        assertThat(states(lot)).containsExactly(Lot.held(0, 0), Lot.FREE);
    }

    /** Whoever holds and takes what, in whatever order: each task is somebody's, once, and is what it was. */
    @Test
    void whateverIsTriedEachTaskHasOneOwner() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Posting lot = lotOf(1 + random.nextInt(20));
            List<Long> owners = new ArrayList<>(Collections.nCopies(lot.size(), Lot.FREE));
            int[] places = new int[3];
            for (int i = 0; i < 100; i++) {
                int index = random.nextInt(lot.size());
                int holder = random.nextInt(4);
                boolean wasFree = owners.get(index) == Lot.FREE;
                if (holder == 3) {
                    assertThat(lot.take(index)).isEqualTo(wasFree);
                    owners.set(index, wasFree ? Lot.TAKEN : owners.get(index));
                } else {
                    ByteBuffer task = child.hold(join(lot, holder), index, places[holder]);
                    assertThat(task != null).isEqualTo(wasFree);
                    if (task != null) {
                        assertThat(argument(task)).isEqualTo(index);
                        owners.set(index, Lot.held(holder, places[holder]++));
                    }
                }
                assertThat(states(lot)).isEqualTo(owners);
            }
            lot.close();
        }
    }

    // ---- one lot after the other

    @Test
    void nothingIsHeldOrTakenBeforeTheLotIsOpen() throws Exception {
        Posting lot = lot();
        lot.add(same, 1);

        assertThat(holds(lot, 0)).isFalse();
        assertThat(lot.take(0)).isFalse();
        assertThat(lot.state(0)).isEqualTo(Lot.FREE);

        lot.open();
        assertThat(holds(lot, 0)).isTrue();
    }

    @Test
    void whatBecameOfTheLotBeforeIsNotSaidOfOneThatIsNotOpen() throws Exception {
        Posting before = lotOf(2);
        before.take(0);
        holds(before, 1);
        before.close();
        Posting lot = lot();
        lot.add(same, 1);
        lot.add(same, 2);

        assertThat(states(lot)).containsExactly(Lot.FREE, Lot.FREE);
        assertThat(holds(lot, 0)).isFalse();

        lot.open();
        assertThat(states(lot)).containsExactly(Lot.FREE, Lot.FREE);
    }

    @Test
    void whoIsStillAtALotThatWasClosedHoldsNothingOfTheNext() throws Exception {
        Posting before = lotOf(2);
        Wire.Join late = join(before, 0);
        before.take(0);
        before.take(1);
        before.close();
        assertThat(child.hold(late, 0, 0)).isNull();

        Posting lot = lot();
        lot.add(same, "new");
        assertThat(child.hold(late, 0, 0)).isNull();
        lot.open();

        assertThat(child.hold(late, 0, 0)).isNull();
        assertThat(child.hold(late, 1, 0)).isNull();
        assertThat(before.take(0)).isFalse();
        assertThat(argument(child.hold(join(lot, 0), 0, 0))).isEqualTo("new");
    }

    @Test
    void allOfALotThatWasClosedIsTakenOnceAnotherOneLiesThere() {
        Posting before = lotOf(2);
        before.take(0);
        before.take(1);
        before.close();

        lotOf(2);

        assertThat(states(before)).containsExactly(Lot.TAKEN, Lot.TAKEN);
    }

    @Test
    void thereIsOneLotAtATime() {
        Posting first = lot();
        assertThat(near.lot()).isNull();
        first.add(same, 1);
        first.open();
        assertThat(near.lot()).isNull();
        first.take(0);
        assertThat(near.lot()).isNull();

        first.close();

        assertThat(near.lot()).isNotNull().isNotSameAs(first);
    }

    /** A pool that lives long: the number of a lot is 32 bits. */
    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, -2, -1, 0x7FFF_FFFF - 1})
    void generationsGoRoundWithoutHarm(int last) throws Exception {
        Posting before = new Posting(near, last);
        before.add(same, "old");
        before.add(same, "old");
        before.open();
        assertThat(argument(child.hold(join(before, 6), 0, 0))).isEqualTo("old");
        assertThat(before.take(1)).isTrue();
        assertThat(states(before)).containsExactly(Lot.held(6, 0), Lot.TAKEN);

        Posting next = new Posting(near, last + 1);
        next.add(same, "new");
        next.open();

        assertThat(child.hold(join(before, 6), 0, 0)).isNull();
        assertThat(before.take(0)).isFalse();
        assertThat(next.state(0)).isEqualTo(Lot.FREE);
        assertThat(argument(child.hold(join(next, 7), 0, 0))).isEqualTo("new");
        assertThat(next.state(0)).isEqualTo(Lot.held(7, 0));
    }

    // ---- what fits

    @Test
    void aLotHasRoomForSoManyTasks() throws Exception {
        Posting lot = lot();
        for (int i = 0; i < Board.MOST; i++) {
            assertThat(lot.fits(same, i)).isTrue();
            lot.add(same, i);
        }
        assertThat(lot.fits(same, Board.MOST)).isFalse();

        lot.open();

        for (int i = 0; i < Board.MOST; i++) {
            assertThat(argument(child.hold(join(lot, 0), i, i))).isEqualTo(i);
        }
    }

    @Test
    void theLargestArgumentsFillTheRoom() throws Exception {
        Posting lot = lot();
        byte[] largest = bytes(Values.INLINE - 6);
        assertThat(Values.size(largest)).isEqualTo(Values.INLINE);
        while (lot.fits(same, largest)) {
            lot.add(same, largest);
        }
        assertThat(lot.size()).isEqualTo(Board.ROOM / Values.INLINE - 2);

        lot.open();

        for (int i = 0; i < lot.size(); i++) {
            assertThat(argument(child.hold(join(lot, 0), i, i))).isEqualTo(largest);
        }
    }

    /** Where the room ends is not where a task does. */
    @Test
    void whateverFitsCanBeAddedAndHeld() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int most = 1 + random.nextInt(Values.INLINE - 6);
            Posting lot = lot();
            List<byte[]> added = new ArrayList<>();
            for (byte[] next = bytes(random.nextInt(most)); lot.fits(same, next); next = bytes(random.nextInt(most))) {
                lot.add(same, next);
                added.add(next);
            }
            lot.open();
            for (int i = 0; i < added.size(); i++) {
                assertThat(argument(child.hold(join(lot, 0), i, i))).isEqualTo(added.get(i));
            }
            lot.close();
        }
    }

    /** Up to the last byte. */
    @Test
    void whatIsLeftIsEnoughForTheLargestTaskOrItDoesNotFit() throws Exception {
        Routine function = functionOf(Values.INLINE);
        byte[] argument = bytes(Values.INLINE - 6);
        int full = Board.ROOM / Values.INLINE - 2; // and room for a function and an argument
        for (int more = 0; more <= Wire.MARGIN; more++) {
            Posting lot = lot();
            for (int i = 1; i <= full; i++) {
                lot.add(
                        same,
                        bytes(Values.INLINE - (i == full ? more : 0) - 6 - 9)); // 9 bytes go ahead of each argument
            }
            if (lot.fits(function, argument)) {
                lot.add(function, argument);
            }
            assertThat(lot.size()).isEqualTo(more == Wire.MARGIN ? full + 1 : full);
            lot.open();
            assertThat(argument(child.hold(join(lot, 0), full - 1, 0))).isEqualTo(bytes(Values.INLINE - more - 6 - 9));
            lot.close();
        }
    }

    @Test
    void theLargestFunctionsFillTheRoom() throws Exception {
        Routine largest = functionOf(Values.INLINE);
        byte[] encoded = ((RemoteRoutine) largest).encoded().bytes();
        Posting lot = lot();
        while (lot.fits(largest, null)) {
            lot.add(largest, null);
        }
        assertThat(lot.size()).isEqualTo(Board.ROOM / Values.INLINE - 2);

        lot.open();

        for (int i = 0; i < lot.size(); i++) {
            ByteBuffer task = Objects.requireNonNull(child.hold(join(lot, 0), i, i));
            task.position(2 + Long.BYTES);
            assertThat(Values.get(task, Bulk.NONE))
                    .isInstanceOfSatisfying(
                            Encoded.class, bytes -> assertThat(bytes.bytes()).isEqualTo(encoded));
        }
    }

    @Test
    void whatDoesNotTravelInsideAFrameDoesNotFit() {
        Posting lot = lot();

        assertThat(lot.fits(same, bytes(Values.INLINE - 5))).isFalse();
        assertThat(lot.fits(same, "z".repeat(Values.INLINE))).isFalse();
        assertThat(lot.fits(functionOf(Values.INLINE + 1), null)).isFalse();
        assertThat(lot.fits(same, bytes(Values.INLINE - 6))).isTrue();
    }

    /** It goes alone, in frames of its own. */
    @Test
    void aLargeFunctionDoesNotFit() {
        byte[] captured = bytes(2 * Values.INLINE);
        Routine large = terms.prepare(Routine.of((TaskFunction<Object, Object>) x -> captured));

        assertThat(lot().fits(large, 1)).isFalse();
    }

    @Test
    void whatCannotCrossDoesNotFit() {
        assertThat(lot().fits(Routine.of(SAME), 1)).isFalse();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** A function without argument that takes so many bytes on its way. */
    private Routine functionOf(int size) {
        long least = Values.size(encoded(0).encoded());
        return encoded((int) (size - least));
    }

    private RemoteRoutine encoded(int captured) {
        byte[] bytes = bytes(captured);
        RemoteRoutine routine = (RemoteRoutine) terms.prepare(Routine.of((Task<Object>) () -> bytes));
        assertThat(routine.isRemembered()).isFalse();
        return routine;
    }

    // ---- whatever is written over it

    @ParameterizedTest
    @CsvSource({
        "-1, 0",
        "1, 0",
        "0, -1",
        "0, 65537",
        "262145, 262145",
        "0, 262145",
        "-2147483648, 2147483647",
        "2147483647, -2147483648"
    })
    void aTaskThatLiesWhereItCannotIsSaidToByTheOneThatHoldsIt(int from, int to) {
        Posting lot = lotOf(2);
        near.begin(0, from);
        near.begin(1, to);

        assertThatThrownBy(() -> holds(lot, 0))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("task 0 is at " + from + " to " + to);
        assertThat(lot.state(0)).isEqualTo(Lot.held(0, 0));
    }

    @Test
    void whereATaskLiesIsNoMatterIfSomebodyElseHasIt() throws Exception {
        Posting lot = lotOf(2);
        lot.take(0);
        near.begin(0, -1);

        assertThat(holds(lot, 0)).isFalse();
    }

    /** Nothing of it is left when the next lot is open. */
    @Test
    void whatWasWrittenOverALotIsNotOfTheNext() throws Exception {
        Posting spoilt = lotOf(Board.MOST);
        for (int i = 0; i < Board.MOST; i++) {
            far.begin(i, -1);
            far.word(i, -1);
        }
        far.begin(Board.MOST, -1);
        spoilt.close();

        Posting lot = lotOf(Board.MOST);

        assertThat(states(lot)).containsOnly(Lot.FREE);
        for (int i = 0; i < Board.MOST; i++) {
            assertThat(argument(child.hold(join(lot, 0), i, i))).isEqualTo(i);
        }
    }

    /** What is neither of this lot nor says who has it: nobody must wait for it. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1, 7L << 32})
    void aWordThatIsNotOfTheLotIsTaken(long word) throws Exception {
        Posting lot = lotOf(1);
        far.word(0, word);

        assertThat(lot.state(0)).isEqualTo(Lot.TAKEN);
        assertThat(lot.take(0)).isFalse();
        assertThat(holds(lot, 0)).isFalse();
    }

    /** As above: if it is of this lot, but not quite free. */
    @ParameterizedTest
    @ValueSource(longs = {1, 1L << 10, (1L << 30) - 1, 3L << 30, (1L << 32) - 1})
    void aWordThatSaysNothingIsNotFree(long low) throws Exception {
        Posting lot = lotOf(1);
        far.word(0, Board.free(lot.generation()) | low);

        assertThat(lot.state(0)).isEqualTo(Lot.TAKEN);
        assertThat(lot.take(0)).isFalse();
        assertThat(holds(lot, 0)).isFalse();
    }

    // ---- the file

    @Test
    void aBoardWhoseFileWasRemovedIsNotReachableAndGoesOn() throws Exception {
        Posting lot = lotOf(1);
        assertThat(near.isReachable()).isTrue();

        Files.delete(near.file());

        assertThat(near.isReachable()).isFalse();
        assertThat(holds(lot, 0)).isTrue();
        assertThat(lot.state(0)).isEqualTo(Lot.held(0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aFileOfAnotherSizeIsNoBoard(int more) throws Exception {
        Path other = directory.resolve("other");
        Files.write(other, new byte[(int) Files.size(near.file()) + more]);

        assertThatThrownBy(() -> Board.open(other))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("bytes");
    }
}
