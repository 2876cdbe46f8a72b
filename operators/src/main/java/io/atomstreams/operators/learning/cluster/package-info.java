/**
 * Grouping rows without a target. {@link io.atomstreams.operators.learning.cluster.Clusterer} is
 * the role, {@link io.atomstreams.operators.learning.cluster.OnlineKMeans} fills it. Imports {@code
 * learning}, {@code learning.encoding} and {@code state}.
 */
package io.atomstreams.operators.learning.cluster;
