package io.atomstreams.operators.drift.feature;

/**
 * How one feature of a window differs from the reference.
 *
 * @param psi population stability index, {@code sum (a - e) ln(a / e)} over the bins' shares {@code
 *     a} now and {@code e} before; 0 or more, by habit 0.1 is little and 0.25 much
 * @param distance Kolmogorov and Smirnov's, taken at the edges of the bins, in [0, 1]
 * @param p chance of a difference this large if nothing changed: twice the smaller one of
 *     Kolmogorov and Smirnov's test and the chi-square test
 * @param adjusted {@code p} after Benjamini and Hochberg (1995) among this round's features
 * @param level what {@code p} is held against, so that few findings of all rounds are false
 * @param drifted whether {@code p <= level}
 * @param missing by how much the share of missing values grew, -1 to 1
 * @param zeros by how much the share of zeros grew, -1 to 1
 * @param repeated by how much the share of values that equal the one before grew, -1 to 1
 */
public record Finding(
    String feature,
    double psi,
    double distance,
    double p,
    double adjusted,
    double level,
    boolean drifted,
    double missing,
    double zeros,
    double repeated) {}
