// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
package io.twinpool.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinpool.Task;
import io.twinpool.Workers;
import io.twinpool.core.remote.ChildMain;
import io.twinpool.core.testing.LeakCheck;
import io.twinpool.worker.Routine;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class OwnClassesTest {
    @TempDir
    Path directory;

    @Test
    void plainFilesAreUsedAsTheyAre() throws Exception {
        try (PrivateDirectory temporary = PrivateDirectory.create(directory, directory)) {
            OwnClasses own = OwnClasses.find(temporary);

            assertThat(own.isPart()).isFalse();
            assertThat(own.entries())
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry).isAbsolute().exists());
            assertThat(temporary.path()).isEmptyDirectory();
        }
    }

    @Test
    void theJarHoldsWhatTheMainClassOfAChildLeadsTo() throws Exception {
        Path jar = Files.write(directory.resolve("own.jar"), OwnJar.content());

        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Set<String> names = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
            assertThat(names)
                    .contains(file(ChildMain.class), file(Task.class), "io/twinpool/core/remote/Wire$ItemsHead.class")
                    .doesNotContain(file(ForkedJvms.class), "io/twinpool/core/engine/Engine.class");
        }
    }

    /** A package of which some classes came from the jar and others were served would be two packages. */
    @ParameterizedTest
    @ValueSource(classes = {Task.class, Routine.class, ChildMain.class})
    void thePackagesThatTheJarBeginsAreWhole(Class<?> member) throws Exception {
        Path jar = Files.write(directory.resolve("own.jar"), OwnJar.content());

        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(compiled(member))
                    .contains(file(member))
                    .allSatisfy(name -> assertThat(zip.getEntry(name)).isNotNull());
        }
    }

    /** {@return the files of all classes in a class's package, as the build has put them out} */
    private static List<String> compiled(Class<?> member) throws Exception {
        Path output = Path.of(
                member.getProtectionDomain().getCodeSource().getLocation().toURI());
        Pattern ofPackage = Pattern.compile(member.getPackageName().replace('.', '/') + "/[^/]+(?<!-info)\\.class");
        return names(output).stream().filter(ofPackage.asMatchPredicate()).toList();
    }

    private static List<String> names(Path output) throws IOException {
        if (Files.isRegularFile(output)) {
            try (ZipFile zip = new ZipFile(output.toFile())) {
                return zip.stream().map(ZipEntry::getName).toList();
            }
        }
        try (Stream<Path> files = Files.walk(output)) {
            return files.map(file -> output.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static String file(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    @Test
    void namesAreThoseOfClassesAndInDescriptors() throws Exception {
        assertThat(ClassNames.in(bytes(Named.class), "io/twinpool/core/process/"))
                .contains(
                        "io/twinpool/core/process/OwnClassesTest$Named",
                        "io/twinpool/core/process/Scene",
                        "io/twinpool/core/process/Launch");
    }

    @Test
    void whatIsNoClassFileIsTold() {
        byte[] odd = {0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 99};

        assertThatThrownBy(() -> ClassNames.in(odd, "x")).isInstanceOf(IOException.class);
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + file(type))) {
            return in.readAllBytes();
        }
    }

    /** As a jar in a jar would be for a child: no file to point at. */
    @Test
    void aChildStartsFromClassesThatAreInNoFile() throws Exception {
        Class<?> inMemory = new Memory().loadClass(InMemory.class.getName());
        Method run = inMemory.getDeclaredMethod("run");
        run.setAccessible(true);

        assertThat((String) run.invoke(null)).endsWith("twinpool.jar");
    }

    /** What runs in the loader over memory: the host, as far as it matters here. */
    static final class InMemory {
        private InMemory() {}

        static String run() throws Exception {
            try (Place place = Place.open(Workers.processes(1).classPath(List.of()))) {
                place.awaitReady();
            }
            try (PrivateDirectory temporary = PrivateDirectory.create()) {
                return OwnClasses.find(temporary).entries().get(0).toString();
            }
        }
    }

    /** Defines all of Twinpool anew, without saying where it is from. */
    private static final class Memory extends ClassLoader {
        Memory() {
            super(OwnClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.twinpool.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Constants of all sizes, a class, a descriptor. */
    @SuppressWarnings("unused")
    abstract static class Named {
        long wide = 0x1234_5678_9ABC_DEF0L;
        double alsoWide = 3.14159;

        abstract Launch launch();

        Object scene() {
            return Scene.class;
        }
    }
}
