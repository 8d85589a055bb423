// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** A resource that the parent has served, behind its address. */
final class RemoteResource extends URLStreamHandler {
    private final byte[] content;

    private RemoteResource(byte[] content) {
        this.content = content;
    }

    static URL url(long loader, String name, int index, byte[] content) {
        try {
            return new URL(null, "twinpool:/" + loader + "/" + index + "/" + name, new RemoteResource(content));
        } catch (MalformedURLException e) {
            throw new AssertionError("it has a protocol and a handler", e);
        }
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new Connection(url);
    }

    private final class Connection extends URLConnection {
        Connection(URL url) {
            super(url);
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public long getContentLengthLong() {
            return content.length;
        }
    }
}
