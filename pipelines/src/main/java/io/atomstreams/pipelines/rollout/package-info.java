/**
 * The log of models as the topic {@code models} keeps it: entries as JSON ({@link
 * io.atomstreams.pipelines.rollout.RolloutJson}), the log a job follows ({@link
 * io.atomstreams.pipelines.rollout.KafkaModelLog}), and how a person asks for a transition and
 * hears what became of it ({@link io.atomstreams.pipelines.rollout.ModelRollout}). Imports {@code
 * connector}, {@code tracking}, the roll-out of the operators, Kafka and Jackson.
 */
package io.atomstreams.pipelines.rollout;
