/**
 * How good is a model on labels that come late? {@link
 * io.atomstreams.operators.evaluation.Evaluator} is the role: a fold over outcomes that merges,
 * takes back, and gives the same bits in whatever order outcomes come; {@link
 * io.atomstreams.operators.evaluation.Evaluators} lists them, {@link
 * io.atomstreams.operators.evaluation.Prequential} cuts a run into windows, {@link
 * io.atomstreams.operators.evaluation.GroupFairness} compares groups and {@link
 * io.atomstreams.operators.evaluation.LabelQuality} looks at the labels themselves. Imports the JDK
 * and {@code state}; {@code ExactSum} is why it is exact, {@code BinaryEvaluator} the class to read
 * first.
 */
package io.atomstreams.operators.evaluation;
