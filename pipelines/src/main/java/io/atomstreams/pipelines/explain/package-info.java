/**
 * Why a prediction says what it says, from what stands on the topics and in the registry: {@link
 * io.atomstreams.pipelines.explain.PredictionSearch} finds the prediction and the events behind it,
 * {@link io.atomstreams.pipelines.explain.ModelWitness} scores the logged vector again and tells
 * what each feature added. Imports {@code connector}, {@code tracking}, {@code scoring} (settings),
 * the models and Kafka.
 */
package io.atomstreams.pipelines.explain;
