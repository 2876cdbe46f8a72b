/**
 * The published workload of Crayfish (Horchidan, Chen, Kritharakis, Carbone, Kalavri: "Crayfish:
 * Navigating the Labyrinth of Machine Learning Inference in Stream Processing Systems", EDBT 2024)
 * from one Kafka topic to another through our engines; start with {@link
 * io.atomstreams.pipelines.bench.crayfish.CrayfishBench}, which says what was published and what
 * differs here.
 */
package io.atomstreams.pipelines.bench.crayfish;
