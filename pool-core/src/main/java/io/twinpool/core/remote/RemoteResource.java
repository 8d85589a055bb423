// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.remote;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** A resource that the parent has served, behind its address. */
final class RemoteResource extends URLStreamHandler {
    private final byte[] content;
    private String address = ""; // set once, before anybody else has this

    private RemoteResource(byte[] content) {
        this.content = content;
    }

    static URL url(long loader, String name, int index, byte[] content) {
        RemoteResource resource = new RemoteResource(content);
        try {
            URL url = new URL(null, "twinpool:/" + loader + "/" + index + "/" + name, resource);
            resource.address = url.toExternalForm(); // without what leads up and down again
            return url;
        } catch (MalformedURLException e) {
            throw new AssertionError("it has a protocol and a handler", e);
        }
    }

    /** A URL that was made relative to this one has this handler too. */
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
        if (!address.equals(url.toExternalForm())) {
            throw new FileNotFoundException(url + " was not served: ask its class loader for it");
        }
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
