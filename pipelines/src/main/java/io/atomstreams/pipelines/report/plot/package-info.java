/**
 * Plots as SVG inside of a page: scales with ticks at round places, and marks that are drawn
 * between them. {@link io.atomstreams.pipelines.report.plot.Plot} puts them together and is the
 * class to read first. Knows {@code report.html}.
 */
package io.atomstreams.pipelines.report.plot;
