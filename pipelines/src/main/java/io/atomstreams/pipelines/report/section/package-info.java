/**
 * The parts of a report. {@link io.atomstreams.pipelines.report.section.Section} is the role: it
 * looks at each record once and writes its part of the page; {@link
 * io.atomstreams.pipelines.report.section.Sections} lists them. Read {@code Traffic} first. Knows
 * the other packages of {@code report}, the records of the operators, Jackson, HdrHistogram.
 */
package io.atomstreams.pipelines.report.section;
