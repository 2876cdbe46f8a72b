/**
 * When is a challenger better than the champion, or a new champion worse than the one before?
 * {@link io.atomstreams.operators.promotion.PairedTest} answers from the losses of both on the same
 * examples, at any time; {@link io.atomstreams.operators.promotion.PromotionPolicy} turns its
 * answer and the present roll-out into the next move. Imports the JDK, {@code state}, {@code
 * evidence}, {@code rollout} and the model's words.
 */
package io.atomstreams.operators.promotion;
