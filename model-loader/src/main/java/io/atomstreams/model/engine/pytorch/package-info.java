/**
 * TorchScript models, run by PyTorch through DJL: built and shipped only where the Maven profile
 * {@code pytorch} is on.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code engine.runtime} and DJL's own roles; PyTorch
 * itself is found at run time. Read {@link io.atomstreams.model.engine.pytorch.PyTorchEngine}
 * first.
 */
package io.atomstreams.model.engine.pytorch;
