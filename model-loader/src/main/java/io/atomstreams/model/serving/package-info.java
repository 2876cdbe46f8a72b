/**
 * Models while they serve: a scorer's versions, each taken through its phases and kept ready
 * ({@link io.atomstreams.model.serving.WarmModels}); one copy per process ({@link
 * io.atomstreams.model.serving.SharedModels}) is closed when its last {@link
 * io.atomstreams.model.serving.Lease} returns.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code registry} (where versions come from) and {@code
 * engine} (who opens them) and {@code explain}. Read {@code WarmModels} first.
 */
package io.atomstreams.model.serving;
