/**
 * Grafana dashboards: {@link io.atomstreams.pipelines.dashboards.DashboardSpec} is what people
 * write (in {@code src/test/resources/dashboards}), {@link
 * io.atomstreams.pipelines.dashboards.GrafanaDashboard} makes of it what lies in {@code
 * helm/atom-streams/dashboards}. The tests hold the files to their rules, and ask a real Prometheus
 * every question that they ask. May import everything; start with {@code DashboardsTest}.
 */
package io.atomstreams.pipelines.dashboards;
