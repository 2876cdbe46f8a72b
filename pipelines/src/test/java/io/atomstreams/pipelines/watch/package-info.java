/**
 * What people see of the jobs: the reference of metrics, alert rules and their tests, and the real
 * Prometheus and Alertmanager that run them.
 */
package io.atomstreams.pipelines.watch;
