// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.TaskFunction;
import io.twinpool.core.testing.Eventually;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.core.testing.Limits;
import io.twinpool.core.testing.Logged;
import io.twinpool.worker.Batch;
import io.twinpool.worker.Claims;
import io.twinpool.worker.Ending;
import io.twinpool.worker.Routine;
import java.io.InvalidClassException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broken or subverted child may say and write: reliability.md, row 68, threat S10. The parent breaks off, and says why. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class HostileChildTest {
    @TempDir
    Path directory;

    private HostileChild child;

    @BeforeEach
    void open() throws Exception {
        child = new HostileChild(directory);
    }

    @AfterEach
    void close() throws Exception {
        child.close();
    }

    private void assertBrokenOff(String why) throws Exception {
        assertThat(child.ending())
                .isInstanceOfSatisfying(
                        Ending.Lost.class,
                        lost -> assertThat(lost.how())
                                .contains("ProtocolException")
                                .contains(why));
    }

    private void say(Consumer<ByteBuffer> writing) throws Exception {
        ByteBuffer frames = Wire.buffer(4 * Wire.CAPACITY);
        writing.accept(frames);
        child.say(frames);
    }

    private void report(int index) throws Exception {
        say(out -> Wire.putOutcome(out, Wire.SUCCESS, index, "value"));
    }

    @Test
    void anOutcomeOfAnItemThatHasNotStartedBreaksOff() throws Exception {
        child.begin(3);

        report(0);

        assertBrokenOff("outcome of item 0, which has not started");
    }

    @Test
    void aSecondOutcomeOfAnItemBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);
        child.claims(sent).claim();

        report(0);
        report(0);

        assertBrokenOff("outcome of item 0 where that of item 1 was to come");
        assertThat(sent.outcomes(0)).isEqualTo(1);
    }

    @Test
    void anOutcomeOutOfOrderBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);
        child.claims(sent).claim();
        child.claims(sent).claim();

        report(1);

        assertBrokenOff("outcome of item 1 where that of item 0 was to come");
        assertThat(sent.outcomes(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anOutcomeOfAnItemThatIsNoneBreaksOff(int index) throws Exception {
        child.begin(3);

        report(index);

        assertBrokenOff("outcome of item " + index);
    }

    @Test
    void anOutcomeWithoutABatchBreaksOff() throws Exception {
        say(out -> {
            Wire.putEmpty(out, Wire.READY);
            Wire.putOutcome(out, Wire.SUCCESS, 0, 1);
        });

        assertBrokenOff("outcome of item 0, which was not sent");
    }

    @Test
    void theEndOfABatchWithoutItsOutcomesBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);
        SharedClaims claims = child.claims(sent);
        while (claims.claim() >= 0) {}

        say(out -> {
            Wire.putOutcome(out, Wire.SUCCESS, 0, 1);
            Wire.putEnd(out, HostileChild.generation(sent));
        });

        assertBrokenOff("end of a batch without the outcomes of 2 items");
    }

    @Test
    void theEndOfABatchThatWasNotBegunBreaksOff() throws Exception {
        child.begin(3);

        say(out -> Wire.putEnd(out, HostileChild.generation(child.give(1)) + 1));

        assertBrokenOff("was not sent");
    }

    @Test
    void anUnknownFrameBreaksOff() throws Exception {
        child.begin(3);

        say(out -> Wire.putEmpty(out, (byte) 99));

        assertBrokenOff("unknown frame: 99");
    }

    /** As memory that was wiped has them. */
    @Test
    void aFrameOfZerosBreaksOff() throws Exception {
        child.begin(3);

        say(out -> out.put(new byte[100]));

        assertBrokenOff("frame without a type");
    }

    @Test
    void aFrameThatIsCutShortBreaksOff() throws Exception {
        child.begin(3);

        say(out -> Wire.putEmpty(out, Wire.SUCCESS));

        assertBrokenOff("frame of type 18 is cut short");
    }

    @Test
    void aFrameBeyondTheCapacityBreaksOff() throws Exception {
        child.begin(3);

        say(out -> out.putInt(Wire.CAPACITY).put(Wire.SUCCESS));

        assertBrokenOff("frame of " + Wire.CAPACITY + " bytes");
    }

    @Test
    void beingReadyTwiceBreaksOff() throws Exception {
        child.begin(3);

        say(out -> Wire.putEmpty(out, Wire.READY));

        assertBrokenOff("ready twice");
    }

    @Test
    void aFarewellThatNobodyAskedForIsALoss() throws Exception {
        child.begin(3);

        say(out -> Wire.putEmpty(out, Wire.BYE));

        assertBrokenOff("left without being told to");
    }

    @Test
    void anInitializerThatFailsAfterTheStartIsALoss() throws Exception {
        child.begin(3);

        say(out -> Wire.putOnly(out, Wire.INIT_FAILED, failure()));

        assertBrokenOff("failed to start after its start");
    }

    @Test
    void aFailureThatIsCutShortBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);
        child.claims(sent).claim();

        say(out -> Wire.putOutcome(out, Wire.FAILURE, 0, new Encoded(new byte[] {0, 0, 0, 9})));

        assertBrokenOff("frame of type 19 is cut short");
    }

    @Test
    void aFailureOfTooManyCausesBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);
        child.claims(sent).claim();

        say(out -> Wire.putOutcome(out, Wire.FAILURE, 0, new Encoded(new byte[] {0, 1, 0, 0})));

        assertBrokenOff("failure of 65536 causes");
    }

    @Test
    void arraysWithoutAFrameDoNotPileUp() throws Exception {
        child.begin(3);

        say(out -> {
            for (int i = 0; i < 2; i++) {
                Wire.putBulk(out, ArrayKind.BYTES, 100);
                out.put(new byte[100]);
            }
        });

        assertBrokenOff("more than 1 array ahead of a frame");
    }

    /** The host's memory is taken as the elements come, not on the word of a child. */
    @Test
    void anArrayThatIsOnlyAnnouncedTakesLittle() throws Exception {
        child.begin(3);
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long before = peak();
        int half = (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 2);

        say(out -> Wire.putBulk(out, ArrayKind.BYTES, half));
        child.fallSilent();

        child.ending();
        assertThat(peak() - before).isLessThan(half / 2);
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    /** {@return the most that was in use since the peaks were forgotten} It may have been collected meanwhile. */
    private static long peak() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    /** As Java serialization reserves an array before its elements have come. */
    @Test
    void aSerializedArrayThatIsOnlyAnnouncedTakesLittle() throws Exception {
        byte[] bytes = JavaCodec.trusting().write(new Object[] {1});
        ByteBuffer.wrap(bytes).putInt(lengthAt(bytes), Integer.MAX_VALUE - 8);

        assertThatThrownBy(() -> JavaCodec.filtering(null, new Origins())
                        .read(bytes, getClass().getClassLoader()))
                .isInstanceOf(InvalidClassException.class)
                .hasMessage("[Ljava.lang.Object;; array of 2147483639 elements refused: its stream of " + bytes.length
                        + " bytes cannot fill it");
    }

    /** Where an array of one element says its length. */
    private static int lengthAt(byte[] bytes) {
        for (int at = 0; at < bytes.length - 4; at++) {
            if (bytes[at] == 0x78
                    && bytes[at + 1] == 0x70
                    && ByteBuffer.wrap(bytes).getInt(at + 2) == 1) {
                return at + 2; // behind the end of the class description
            }
        }
        throw new AssertionError("no length");
    }

    @Test
    void aMarkThatGoesBackBreaksOff() throws Exception {
        child.begin(3);

        say(out -> Wire.putMark(out, -1));

        assertBrokenOff("mark");
    }

    @Test
    void aStackThatIsCutShortBreaksOff() throws Exception {
        child.begin(3);
        ByteBuffer frame = Wire.buffer();
        Wire.putEmpty(frame, Wire.STACK);

        child.say(child.control(), frame);

        assertBrokenOff("frame of type 33 is cut short");
    }

    @Test
    void aQuestionThatIsCutShortClosesItsLinkOnlyAndIsTold() throws Exception {
        child.begin(3);
        ByteBuffer frame = Wire.buffer();
        Wire.putEmpty(frame, Wire.FIND);
        try (Logged logged = new Logged()) {
            child.say(child.classes(), frame);
            assertThat(firstByte(child.classes())).isNegative();
            Eventually.until("a line", () -> !logged.at(Level.WARNING).isEmpty());
            assertThat(logged.at(Level.WARNING)).containsExactly("hostile is given no more classes, and ends");
        }
        try (LinkPair sibling = LinkPair.open()) {
            child.terms().classServer().serve("sibling", sibling.one());
            ByteBuffer question = Wire.buffer();
            Wire.putFind(question, 7, Wire.Wanted.CLASS, Origins.SYSTEM, "java.lang.String");
            sibling.other().write(question.flip());

            assertThat(firstByte(sibling.other())).isPositive();
        }
    }

    /** As it is when a worker is killed. */
    @Test
    void aLinkForClassesThatIsClosedIsNotTold() throws Exception {
        child.begin(3);
        try (Logged logged = new Logged();
                LinkPair sibling = LinkPair.open()) {
            child.classes().close();
            child.terms().classServer().serve("sibling", sibling.one());
            sibling.other().shutdownOutput();

            assertThat(firstByte(sibling.other())).isNegative();

            assertThat(logged.at(Level.WARNING)).isEmpty();
        }
    }

    private static int firstByte(SocketChannel channel) throws Exception {
        channel.configureBlocking(true);
        ByteBuffer one = ByteBuffer.allocate(1);
        return channel.read(one) < 0 ? -1 : 1;
    }

    // ---- shares of a lot

    @Test
    void anOutcomeOfATaskThatWasNotStartedBreaksOff() throws Exception {
        Batch.Share share = shareOfThree();
        HostileChild.Sent sent = child.begin(share, 3);
        child.hold(share, 0, 0);

        report(0);

        assertBrokenOff("outcome of item 0, which has not started");
        assertThat(sent.outcomes(0)).isZero();
    }

    @Test
    void theEndOfAShareWithoutTheOutcomesOfWhatWasStartedBreaksOff() throws Exception {
        Batch.Share share = shareOfThree();
        HostileChild.Sent sent = child.begin(share, 3);
        start(share, sent, 2);
        report(0);

        say(out -> Wire.putEnd(out, HostileChild.generation(sent)));

        assertBrokenOff("end of a batch without the outcomes of 1 items");
        assertThat(sent.outcomes(0)).isEqualTo(1);
    }

    @Test
    void theEndOfAShareOfWhichOthersHaveTheRestIsOne() throws Exception {
        Batch.Share share = shareOfThree();
        HostileChild.Sent sent = child.begin(share, 3);
        start(share, sent, 2);
        report(0);
        report(1);

        say(out -> Wire.putEnd(out, HostileChild.generation(sent)));

        child.awaitIdle();
        HostileChild.Sent next = child.give(1);
        child.claims(next).claim();
        report(0);
        Eventually.until("an outcome of the next batch", () -> next.outcomes(0) == 1);
        assertThat(child.hasEnded()).isFalse();
        assertThat(sent.outcomes(1)).isEqualTo(1);
        assertThat(sent.outcomes(2)).isZero();
    }

    @Test
    void theEndOfAShareOfWhichNothingWasStartedIsOne() throws Exception {
        Batch.Share share = shareOfThree();
        HostileChild.Sent sent = child.begin(share, 3);

        say(out -> Wire.putEnd(out, HostileChild.generation(sent)));

        child.awaitIdle();
        assertThat(child.hasEnded()).isFalse();
    }

    /** Of a batch that is no share, all is the worker's to report. */
    @Test
    void theEndOfABatchThatWasNotStartedBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);

        say(out -> Wire.putEnd(out, HostileChild.generation(sent)));

        assertBrokenOff("end of a batch without the outcomes of 3 items");
    }

    private Batch.Share shareOfThree() {
        RemoteRoutine function = shared(x -> 1);
        return new Batch.Share(child.lot(function, function, function), 0);
    }

    private void start(Batch.Share share, HostileChild.Sent sent, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            child.hold(share, i, i);
            child.claims(sent).claim();
        }
    }

    /** A child that goes through a lot reads nothing of it but what is on the board. */
    @Test
    void aChildKnowsTheFunctionsOfALotBeforeItJoins() throws Exception {
        RemoteRoutine one = shared(x -> 1);
        RemoteRoutine other = shared(x -> 2);
        child.lot(one).close();
        child.lot(other).close();
        Posting lot = child.lot(one, other, one, other);
        HostileChild.Sent sent = child.begin(new Batch.Share(lot, 77), 2);
        Inlet heard = new Inlet(child.task(), Wire.CAPACITY);

        assertThat(heard(heard, Wire.SETUP)).isNotNull();
        heard.close();
        assertDefined(heard, one);
        assertDefined(heard, other);
        Wire.Join join = Wire.getJoin(heard(heard, Wire.JOIN));
        heard.close();

        assertThat(join).isEqualTo(new Wire.Join(HostileChild.generation(sent), lot.generation(), 4, 77, 2, false));
    }

    @Test
    void whatAChildKnowsIsNotToldAgain() throws Exception {
        RemoteRoutine known = shared(x -> 1);
        Posting first = child.lot(known);
        HostileChild.Sent sent = child.begin(new Batch.Share(first, 0), 1);
        Inlet heard = new Inlet(child.task(), Wire.CAPACITY);
        assertThat(heard(heard, Wire.SETUP)).isNotNull();
        heard.close();
        assertDefined(heard, known);
        assertThat(Wire.getJoin(heard(heard, Wire.JOIN)).lot()).isEqualTo(first.generation());
        heard.close();
        first.take(0);
        first.close();
        say(out -> Wire.putEnd(out, HostileChild.generation(sent)));
        child.awaitIdle();

        Posting second = child.lot(known);
        child.give(new Batch.Share(second, 0), 1);

        assertThat(Wire.getJoin(heard(heard, Wire.JOIN)).lot()).isEqualTo(second.generation());
        heard.close();
    }

    /** {@return one that all tasks share, as it carries nothing} */
    private RemoteRoutine shared(TaskFunction<Object, Object> function) {
        return (RemoteRoutine) child.terms().prepare(Routine.of(function));
    }

    private static void assertDefined(Inlet heard, RemoteRoutine function) throws Exception {
        ByteBuffer body = heard(heard, Wire.DEFINE);
        assertThat(body.getLong()).isEqualTo(function.id());
        assertThat(Wire.getShape(body)).isEqualTo(function.shape());
        assertThat(body.getLong()).isEqualTo(function.origin().number());
        assertThat(Values.get(body, heard.bulk()))
                .isInstanceOfSatisfying(
                        Encoded.class,
                        bytes -> assertThat(bytes.bytes())
                                .isEqualTo(function.encoded().bytes()));
        heard.close();
    }

    /** {@return the body of the next frame that comes to the child} */
    private static ByteBuffer heard(Inlet heard, byte type) throws Exception {
        long begun = System.nanoTime();
        while (heard.next() == Wire.NONE) {
            heard.fill();
            assertThat(System.nanoTime() - begun).isLessThan(Limits.WAIT.toNanos());
        }
        assertThat(heard.next()).isEqualTo(type);
        return heard.open();
    }

    // ---- shared memory

    @Test
    void claimsBeyondTheBatchCountAsAllStarted() throws Exception {
        HostileChild.Sent sent = child.begin(3);

        child.scribble(sent, -1L);

        assertThat(sent.claims().started()).isEqualTo(3);
        assertThat(sent.claims().waiting()).isZero();
        assertThat(sent.claims().running()).isEqualTo(-1);
        assertThat(sent.claims().revoke(0)).isNull();
    }

    @Test
    void aLimitThatTheChildLowersLosesNoItem() throws Exception {
        HostileChild.Sent sent = child.begin(5);

        child.scribble(sent, Claims.initial(1, HostileChild.generation(sent)));

        assertThat(sent.claims().started() + sent.claims().waiting()).isEqualTo(5);
    }

    @Test
    void aLimitThatTheChildRaisesGivesNothingBackToIt() throws Exception {
        HostileChild.Sent sent = child.begin(5);
        assertThat(sent.claims().revoke(2)).isEqualTo(new Claims.Span(2, 5));

        child.scribble(sent, Claims.initial(5, HostileChild.generation(sent)));

        assertThat(sent.claims().started()).isEqualTo(2);
        assertThat(sent.claims().revoke(0)).isNull();
    }

    @Test
    void aClaimThatTheChildTakesBackStaysMade() throws Exception {
        HostileChild.Sent sent = child.begin(5);
        child.claims(sent).claim();
        report(0);
        child.claims(sent).claim();
        report(1);
        Eventually.until("two outcomes", () -> sent.outcomes(1) == 1);

        child.scribble(sent, Claims.initial(5, HostileChild.generation(sent)));
        report(2);

        child.ending();
        assertThat(sent.claims().started()).isEqualTo(5);
        assertThat(sent.claims().revoke(0)).isNull();
    }

    @Test
    void whatIsReportedUnderClaimsThatCannotBeBreaksOff() throws Exception {
        HostileChild.Sent sent = child.begin(3);

        child.scribble(sent, -1L);
        report(0);

        assertBrokenOff("claims in shared memory that cannot be");
    }

    @Test
    void anOutboxThatCannotBeBreaksNothing() throws Exception {
        HostileChild.Sent sent = child.begin(3);
        child.claims(sent).claim();
        for (long lie : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE, 1}) {
            child.arena().base(lie);
            child.arena().written(lie ^ 0x7FFF);
            child.worker().poll();
        }

        report(0);
        child.worker().kill();

        assertThat(child.ending()).isInstanceOf(Ending.Lost.class);
    }

    // ---- anything

    /** As it should be but for a few bytes: it is taken, or the worker is ended; nothing hangs, and no item gets lost. */
    @Test
    void whateverBytesComeTheWorkerEndsOrGoesOn() throws Exception {
        int ended = 0;
        for (int seed = 0; seed < 300; seed++) {
            ended += isEndedBy(new Random(seed), Files.createDirectory(directory.resolve("seed" + seed))) ? 1 : 0;
        }
        assertThat(ended).isGreaterThan(50);
    }

    private static boolean isEndedBy(Random random, Path place) throws Exception {
        try (HostileChild mutant = new HostileChild(place)) {
            HostileChild.Sent sent = mutant.begin(20);
            SharedClaims claims = mutant.claims(sent);
            ByteBuffer frames = Wire.buffer(4 * Wire.CAPACITY);
            for (int i = 0; i < 20; i++) {
                claims.claim();
                put(frames, i, random);
            }
            claims.claim();
            Wire.putEnd(frames, HostileChild.generation(sent));
            for (int i = random.nextInt(4); i >= 0; i--) {
                frames.put(random.nextInt(frames.position()), (byte) random.nextInt());
            }
            if (random.nextInt(4) == 0) {
                mutant.scribble(sent, random.nextLong());
            }
            mutant.say(frames);
            mutant.fallSilent();
            mutant.ending();
            for (int i = 0; i < 20; i++) {
                assertThat(sent.outcomes(i)).isBetween(0, 1);
            }
            int accounted = sent.claims().started() + sent.claims().waiting();
            assertThat(accounted).isEqualTo(20);
            return sent.outcomes(19) == 0;
        }
    }

    /** Small enough to travel inside a frame. */
    private static Encoded failure() {
        Exception thrown = new IllegalStateException("of the child");
        thrown.setStackTrace(new StackTraceElement[0]);
        return Failure.of(thrown, JavaCodec.trusting()).encoded();
    }

    private static void put(ByteBuffer frames, int index, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> Wire.putOutcome(frames, Wire.SUCCESS, index, "text");
            case 1 -> Wire.putOutcome(frames, Wire.SUCCESS, index, new int[random.nextInt(50)]);
            case 2 -> {
                Wire.putBulk(frames, ArrayKind.BYTES, 9000);
                frames.put(new byte[9000]);
                Wire.putOutcome(frames, Wire.SUCCESS, index, new byte[9000]);
            }
            case 3 -> Wire.putOutcome(frames, Wire.FAILURE, index, failure());
            default -> Wire.putOutcome(frames, Wire.SUCCESS, index, 12345678901L);
        }
    }
}
