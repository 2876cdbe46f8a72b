/**
 * An object store of this machine for checkpoints, and what can be wrong with it. Imports nothing
 * of the project but free ports. Start with {@link
 * io.atomstreams.pipelines.chaos.store.ObjectStore}.
 */
package io.atomstreams.pipelines.chaos.store;
