/**
 * The folds of the learning job: test, then learn ({@link
 * io.atomstreams.operators.online.LearningFold}), put shards together and cut versions ({@link
 * io.atomstreams.operators.online.VersionFold}), watch losses ({@link
 * io.atomstreams.operators.online.DetectionFold}). Imports {@code fold}, {@code event}, {@code
 * state}, the learners, the detectors and what tells a drift's cause; no Flink.
 */
package io.atomstreams.operators.online;
