// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinpool.RemoteTaskException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final ClassLoader LOADER = FailureTest.class.getClassLoader();

    private static Throwable there(Throwable thrown, Codec near) throws IOException {
        Failure failure = Failure.of(thrown, JavaCodec.trusting());
        return Failure.decoded(failure.encoded()).rebuilt(near, LOADER);
    }

    @Test
    void aThrowableComesBackWithItsCausesAndStack() throws Exception {
        Exception thrown = new IllegalStateException("outer \uD800", new IOException("inner"));

        Throwable back = there(thrown, JavaCodec.trusting());

        assertThat(back).isInstanceOf(IllegalStateException.class).hasMessage("outer \uD800");
        assertThat(back.getCause()).isInstanceOf(IOException.class).hasMessage("inner");
        assertThat(back.getStackTrace()).isEqualTo(thrown.getStackTrace());
    }

    private static final class Vanishing extends Exception {
        private static final long serialVersionUID = 1;

        Vanishing() {
            super("gone");
        }

        private @Nullable Object writeReplace() {
            return null;
        }
    }

    @Test
    void whatIsReadAsSomethingElseHasAStandInThatSaysSo() throws Exception {
        Throwable back = there(new Vanishing(), JavaCodec.trusting());

        assertThat(back).isInstanceOf(RemoteTaskException.class).hasMessage("gone");
        assertThat(back.getSuppressed()[0]).hasMessage("it became null");
    }

    @Test
    void whatTheFilterRefusesHasAStandInThatSaysWhy() throws Exception {
        Codec near = JavaCodec.filtering(
                ObjectInputFilter.Config.createFilter("java.base/java.lang.Error;!*"), new Origins());

        Throwable back = there(new IllegalStateException("outer", new IOException("inner")), near);

        assertThat(back).isInstanceOf(RemoteTaskException.class).hasMessage("outer");
        assertThat(((RemoteTaskException) back).originalClassName()).isEqualTo("java.lang.IllegalStateException");
        assertThat(back.getSuppressed()[0]).isInstanceOf(InvalidClassException.class);
        assertThat(back.getCause()).isInstanceOf(RemoteTaskException.class).hasMessage("inner");
    }

    @Test
    void hostileThrowablesAreDescribed() throws Exception {
        Throwable back = there(new Hostile(), JavaCodec.trusting());

        assertThat(((RemoteTaskException) back).originalClassName()).isEqualTo(Hostile.class.getName());
        assertThat(back.getMessage()).contains("getMessage threw");
    }

    @Test
    void causesThatGoRoundInACircleEnd() throws Exception {
        Exception first = new Circle();
        Exception second = new Exception("second", first);
        first.initCause(second);

        Throwable back = there(first, JavaCodec.trusting());

        assertThat(back).isInstanceOf(RemoteTaskException.class);
        assertThat(back.getCause()).hasMessage("second");
    }

    /** java.lang.Throwable: what try-with-resources has suppressed belongs to the exception. */
    @Test
    void aStandInHasWhatWasSuppressed() throws Exception {
        Exception thrown = new Circle();
        IOException closing = new IOException("close");
        Exception nested = new Circle();
        nested.addSuppressed(thrown); // round in a circle
        closing.addSuppressed(new IllegalStateException("inner"));
        thrown.addSuppressed(closing);
        thrown.addSuppressed(nested);

        Throwable back = there(thrown, JavaCodec.trusting());

        assertThat(back).isInstanceOf(RemoteTaskException.class);
        assertThat(back.getSuppressed()[0]).isInstanceOf(IOException.class).hasMessage("close");
        assertThat(back.getSuppressed()[0].getSuppressed()[0]).isInstanceOf(IllegalStateException.class);
        assertThat(back.getSuppressed()[1]).isInstanceOf(RemoteTaskException.class);
    }

    private static final class Circle extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"unused", "serial"}) // the point of it
        private final Object unwritable = new Object();
    }

    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"unused", "serial"}) // the point of it
        private final Object unwritable = new Object();

        @Override
        public String getMessage() {
            throw new IllegalStateException();
        }
    }
}
