/**
 * Models while they serve: a slot per model name ({@link io.atomstreams.model.serving.ModelSlot})
 * takes a version through its phases and keeps the old one when the new one misfits; one copy per
 * process ({@link io.atomstreams.model.serving.SharedModels}) is closed when its last {@link
 * io.atomstreams.model.serving.Lease} returns.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code registry} (where versions come from) and {@code
 * engine} (who opens them). Read {@code ModelSlot} first.
 */
package io.atomstreams.model.serving;
