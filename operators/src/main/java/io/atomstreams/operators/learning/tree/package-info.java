/**
 * Decision trees that grow with the stream, and forests of them that follow its changes. A tree is
 * {@link io.atomstreams.operators.learning.tree.Nodes}, flat arrays; what its leaves keep is said
 * by a {@link io.atomstreams.operators.learning.tree.LeafModel}, when they split by {@link
 * io.atomstreams.operators.learning.tree.Growth}. Read {@link
 * io.atomstreams.operators.learning.tree.HoeffdingTree} first, then {@link
 * io.atomstreams.operators.learning.tree.AdaptiveForest}.
 *
 * <p>Imports {@code learning}, {@code state}, and {@code io.atomstreams.model} for what is
 * published.
 */
package io.atomstreams.operators.learning.tree;
