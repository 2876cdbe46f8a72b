/** Programs of other people that some tests run: Prometheus, Alertmanager, Chromium. */
package io.atomstreams.pipelines.tools;
