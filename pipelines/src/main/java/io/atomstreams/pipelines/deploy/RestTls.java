package io.atomstreams.pipelines.deploy;

import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.net.SSLUtils;

/** The REST interface by TLS, with the certificates that Flink's settings name. */
public final class RestTls {

  private RestTls() {}

  /** What an address of a cluster with these settings begins with. */
  public static String scheme(Configuration settings) {
    return settings.get(SecurityOptions.SSL_REST_ENABLED) ? "https" : "http";
  }

  /**
   * A client that shows its certificate and believes the authority of the settings. It always
   * compares the name in the server's certificate with the address.
   *
   * @throws IllegalStateException if the stores cannot be read
   */
  @SuppressWarnings("IllegalCatch") // Flink declares no less
  static HttpClient.Builder client(Configuration settings) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (!settings.get(SecurityOptions.SSL_REST_ENABLED)) {
      return builder;
    }
    try {
      SSLContext context = SSLUtils.createRestSSLContext(settings, true);
      return builder.sslContext(context);
    } catch (Exception e) {
      throw new IllegalStateException(
          "security.ssl.rest.*: key and trust store cannot be used: " + e.getMessage(), e);
    }
  }
}
