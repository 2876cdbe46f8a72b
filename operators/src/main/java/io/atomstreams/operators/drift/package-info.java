/**
 * Has the world changed? {@link io.atomstreams.operators.drift.Detector} watches one stream of
 * values; {@link io.atomstreams.operators.drift.Detectors} lists them; the sub-packages look at the
 * inputs and for causes. Imports the JDK and {@code state}.
 */
package io.atomstreams.operators.drift;
