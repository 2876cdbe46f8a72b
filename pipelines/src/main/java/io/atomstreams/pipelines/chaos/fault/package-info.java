/**
 * What can befall a run, one class for each kind and one list of all. Acts on a {@link
 * io.atomstreams.pipelines.chaos.fault.Stage} and knows neither how processes are made nor what is
 * checked. Start with {@link io.atomstreams.pipelines.chaos.fault.Faults}.
 */
package io.atomstreams.pipelines.chaos.fault;
