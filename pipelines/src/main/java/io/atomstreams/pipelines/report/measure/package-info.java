/**
 * What is kept of the records while they are read once: bins and tables of bounded size that come
 * out the same in whatever order records came. {@link
 * io.atomstreams.pipelines.report.measure.ScoreTable} is the class to read first. Knows the
 * evaluation of the operators and nothing else of the project.
 */
package io.atomstreams.pipelines.report.measure;
