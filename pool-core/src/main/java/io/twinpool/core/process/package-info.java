// Copyright the Twinpool authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Forked JVMs as workers: how one is started, how its links are made, and how it ended.
 *
 * <pre>
 *   ForkedJvms     those of one pool                ForkedJvm      one of them: Epitaph, CrashReport, LastWords of its end
 *   Launch         what they are started with:      Reception      where they arrive: Guest, one that is expected
 *                  Jdk, JvmFlags, HostFlags,        OutputPump     what they print, by an Outflow to the host's stream or log
 *                  HostProperties, ClassPath,       Archive        lets them start sooner: ArchiveKey, ArchiveStore,
 *                  OwnClasses, ModulePath                          made by a Rehearsal, in the UserCache
 *   JvmCommand     that in an ArgumentFile          PrivateDirectory   of their temporary files
 * </pre>
 *
 * <p>What is said on the links is {@link io.twinpool.core.remote}'s.
 */
@NullMarked
package io.twinpool.core.process;

import org.jspecify.annotations.NullMarked;
