/**
 * LightGBM models ({@code model.txt}), run by its own library, and the way from such a file into
 * the portable form of {@code engine.trees}, which needs no library.
 *
 * <p>Imports {@code io.atomstreams.model}, {@code engine.trees} and LightGBM. Read {@link
 * io.atomstreams.model.engine.lightgbm.LightgbmEngine} first, then {@link
 * io.atomstreams.model.engine.lightgbm.LightgbmFile}.
 */
package io.atomstreams.model.engine.lightgbm;
