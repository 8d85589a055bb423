// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.net.URL;
import org.junit.jupiter.api.Test;

final class RemoteResourceTest {
    /** {@link URL#URL(URL, String)} gives the new address the handler of the old one. */
    @Test
    void anAddressRelativeToItIsNotItself() throws Exception {
        URL served = RemoteResource.url(1, "conf/main.txt", 0, "main".getBytes(UTF_8));
        URL other = new URL(served, "other.txt");
        URL above = RemoteResource.url(1, "conf/../main.txt", 0, "above".getBytes(UTF_8));

        assertThat(served.openStream().readAllBytes()).asString(UTF_8).isEqualTo("main");
        assertThat(new URL(served, "main.txt").openStream().readAllBytes())
                .asString(UTF_8)
                .isEqualTo("main");
        assertThat(above.openStream().readAllBytes()).asString(UTF_8).isEqualTo("above");
        assertThatThrownBy(other::openStream)
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("conf/other.txt");
    }
}
