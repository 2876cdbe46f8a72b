/**
 * What engines with a native runtime share: the libraries they need and may be shipped without
 * ({@link io.atomstreams.model.engine.runtime.EngineLibrary}), the way of a flat batch into named
 * arrays and back ({@link io.atomstreams.model.engine.runtime.ArrayMemory}), and the lock that
 * keeps a runtime from being closed under a call ({@link
 * io.atomstreams.model.engine.runtime.NativeModel}).
 *
 * <p>Imports {@code io.atomstreams.model} and the JDK, no library. Read {@link
 * io.atomstreams.model.engine.runtime.NativeModel} first.
 */
package io.atomstreams.model.engine.runtime;
