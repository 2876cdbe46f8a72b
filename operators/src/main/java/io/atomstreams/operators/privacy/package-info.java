/**
 * What keeps personal values out of topics, state and logs: named fields become pseudonyms, by a
 * keyed hash, before anything is stored or sent, and dead letters keep what a person needs to find
 * the input and nothing of what it says. Imports the JDK, {@code event} and {@code validation}.
 * Start with {@link io.atomstreams.operators.privacy.Privacy}.
 */
package io.atomstreams.operators.privacy;
