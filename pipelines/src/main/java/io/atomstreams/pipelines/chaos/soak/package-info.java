/**
 * What a job looked like while it ran for long under a steady load, and whether that stayed the
 * same: samples, trends, bars. Plain arithmetic that knows no process, topic or cluster. Start with
 * {@link io.atomstreams.pipelines.chaos.soak.Bars}.
 */
package io.atomstreams.pipelines.chaos.soak;
