/**
 * A Flink cluster and a Kafka broker as processes of their own on this machine, under one
 * directory: what a real installation is made of, small enough for a laptop, with verbs that harm
 * one process at a time. Read {@link io.atomstreams.pipelines.deploy.cluster.LocalCluster} first.
 */
package io.atomstreams.pipelines.deploy.cluster;
