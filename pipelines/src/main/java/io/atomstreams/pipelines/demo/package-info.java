/**
 * Everything in one JVM: a broker, a Flink cluster, a feed, the scoring job, and watchers that read
 * the output topics as any consumer would. Start with {@link
 * io.atomstreams.pipelines.demo.DemoRun}.
 */
package io.atomstreams.pipelines.demo;
