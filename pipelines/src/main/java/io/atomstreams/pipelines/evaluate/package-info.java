/**
 * How well does a learner do on somebody's data? {@link
 * io.atomstreams.pipelines.evaluate.Evaluation} runs learners of the list over a CSV file in its
 * order, each row predicted before its label is learned. Knows {@code mapping}, for the file's
 * rows, and the operators' learners and detectors; no Flink.
 */
package io.atomstreams.pipelines.evaluate;
