/**
 * The words of a model: its name and version ({@link io.atomstreams.model.ModelRef}), its inputs
 * and outputs ({@link io.atomstreams.model.ModelSignature}), what it does to a batch ({@link
 * io.atomstreams.model.Model}) and who can open one ({@link io.atomstreams.model.ModelEngine}).
 *
 * <p>Nothing here knows how a model is stored ({@code registry}), executed ({@code engine}), shared
 * ({@code serving}), trained ({@code training}) or packed ({@code packaging}). Imports the JDK
 * only. Read {@link io.atomstreams.model.Model} first.
 */
package io.atomstreams.model;
