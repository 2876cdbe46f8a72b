package io.atomstreams.pipelines.demo;

import java.util.List;

/**
 * What the learning job has said so far.
 *
 * @param judged one line for each version that was judged last, the champion's first
 * @param lineup which versions serve and challenge
 * @param events what happened, in its order: drifts, transitions, and the rival
 */
public record LearningNews(List<String> judged, String lineup, List<String> events) {}
