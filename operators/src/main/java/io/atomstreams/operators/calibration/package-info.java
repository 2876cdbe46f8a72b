/**
 * Makes a score a probability, label by label. {@link
 * io.atomstreams.operators.calibration.Calibrator} is the role, {@link
 * io.atomstreams.operators.calibration.Calibrators} lists the ways. Imports the JDK and {@code
 * state}; {@code IsotonicCalibrator} is the class to read first.
 */
package io.atomstreams.operators.calibration;
