/**
 * What a stream of JSON records looks like, field by field, in bounded memory: how many, what is
 * missing, which types, how many different values, how numbers are spread, which values are
 * frequent. Start with {@link io.atomstreams.operators.profile.Profiler}. Imports the JDK, {@code
 * state}, Jackson's parser and Apache DataSketches.
 */
package io.atomstreams.operators.profile;
