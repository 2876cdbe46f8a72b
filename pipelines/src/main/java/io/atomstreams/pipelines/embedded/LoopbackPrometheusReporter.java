package io.atomstreams.pipelines.embedded;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.Properties;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.prometheus.AbstractPrometheusReporter;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's Prometheus reporter, listening on the loopback address. Flink's own one knows a port but
 * no address and listens on all of them, which is right for a cluster and wrong for a laptop.
 */
public final class LoopbackPrometheusReporter extends AbstractPrometheusReporter {

  private static final String PORT = "port";

  private HTTPServer server;

  @Override
  public void open(MetricConfig config) {
    super.open(config);
    int port = config.getInteger(PORT, 0);
    try {
      InetSocketAddress address = Ports.loopback(port);
      server = new HTTPServer(address, registryOfFlinksReporter(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no metrics on " + Ports.LOOPBACK + ":" + port + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
    super.close();
  }

  /** Flink keeps it package-private; everything else of its reporter is open to subclasses. */
  private CollectorRegistry registryOfFlinksReporter() {
    try {
      Field field = AbstractPrometheusReporter.class.getDeclaredField("registry");
      field.setAccessible(true);
      return (CollectorRegistry) field.get(this);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Flink's Prometheus reporter has no registry field", e);
    }
  }

  /** Found by Flink through {@code META-INF/services}. */
  public static final class Factory implements MetricReporterFactory {

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new LoopbackPrometheusReporter();
    }
  }
}
