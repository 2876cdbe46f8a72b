/**
 * The words of a model: its name and version, its inputs and outputs, and what it does to a batch.
 *
 * <p>Nothing here knows how a model is stored ({@code registry}), executed ({@code engine}), shared
 * ({@code serving}) or trained ({@code training}). Imports the JDK only.
 */
package io.atomstreams.model;
