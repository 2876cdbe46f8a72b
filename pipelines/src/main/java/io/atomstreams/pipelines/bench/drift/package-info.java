/**
 * How soon detectors see known changes, and how often they see one where there is none. {@link
 * io.atomstreams.pipelines.bench.drift.Families} lists the streams, {@link
 * io.atomstreams.pipelines.bench.drift.DriftBench} runs detectors over them; read that first.
 * Imports {@code operators.drift} and {@code operators.state}.
 */
package io.atomstreams.pipelines.bench.drift;
