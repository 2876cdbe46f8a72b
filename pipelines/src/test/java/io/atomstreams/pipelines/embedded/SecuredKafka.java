package io.atomstreams.pipelines.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atomstreams.pipelines.connector.AccessList.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * A broker that authorises: over SASL_SSL with SCRAM-SHA-512, over TLS with a certificate of the
 * client, and over an open inner listener on which everything is allowed. Keys are made anew.
 */
public final class SecuredKafka implements AutoCloseable {

  /** What the certificate of the client makes of it. */
  public static final String MUTUAL = "User:CN=atom-monitoring";

  private static final String STORE_PASSWORD = "store-of-the-test";
  private static final int ITERATIONS = 4096;

  private final EmbeddedKafka kafka;
  private final Admin admin;
  private final int sasl;
  private final int mutual;
  private final Path client;

  private SecuredKafka(EmbeddedKafka kafka, int sasl, int mutual, Path client) {
    this.kafka = kafka;
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    this.sasl = sasl;
    this.mutual = mutual;
    this.client = client;
  }

  /**
   * Starts.
   *
   * @param secrets empty directory for keys
   */
  public static SecuredKafka start(Path secrets) throws Exception {
    Path client = Files.createDirectory(secrets.resolve("client"));
    KeyStore broker = pair(secrets.resolve("broker.p12"), "CN=broker", "SAN=IP:127.0.0.1");
    KeyStore ours = pair(secrets.resolve("client.p12"), "CN=atom-monitoring", "SAN=DNS:nowhere");
    Files.writeString(client.resolve("ca.crt"), certificate(broker));
    Files.writeString(client.resolve("tls.crt"), certificate(ours));
    Files.writeString(client.resolve("tls.key"), key(ours));
    Ports ports = new Ports();
    int inner = ports.choose(0).number();
    int sasl = ports.choose(0).number();
    int mutual = ports.choose(0).number();
    int controller = ports.choose(0).number();
    String outer = "PLAINTEXT://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d,SSL://127.0.0.1:%d";
    String advertised = outer.formatted(inner, sasl, mutual);
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            EmbeddedKafka.Settings.temporary()
                .onPort(inner)
                .with("controller.quorum.voters", "1@127.0.0.1:" + controller)
                .with("listeners", advertised + ",CONTROLLER://127.0.0.1:" + controller)
                .with("advertised.listeners", advertised)
                .with(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL")
                .with("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .with(
                    "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .with("ssl.keystore.type", "PKCS12")
                .with("ssl.keystore.location", secrets.resolve("broker.p12").toString())
                .with("ssl.keystore.password", STORE_PASSWORD)
                .with("ssl.truststore.type", "PEM")
                .with("ssl.truststore.location", client.resolve("tls.crt").toString())
                .with("listener.name.ssl.ssl.client.auth", "required")
                .with(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .with("super.users", "User:ANONYMOUS"));
    return new SecuredKafka(kafka, sasl, mutual, client);
  }

  private static KeyStore pair(Path store, String name, String extension) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-dname",
                name,
                "-ext",
                extension,
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
    KeyStore pair = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      pair.load(in, STORE_PASSWORD.toCharArray());
    }
    return pair;
  }

  private static String certificate(KeyStore pair) throws GeneralSecurityException {
    return pem("CERTIFICATE", pair.getCertificate("own").getEncoded());
  }

  private static String key(KeyStore pair) throws GeneralSecurityException {
    return pem("PRIVATE KEY", pair.getKey("own", STORE_PASSWORD.toCharArray()).getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  /** Where everything is allowed. */
  public Map<String, String> inner() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }

  /** Where users sign in with passwords. */
  public String sasl() {
    return "127.0.0.1:" + sasl;
  }

  /** Where clients show certificates. */
  public String mutual() {
    return "127.0.0.1:" + mutual;
  }

  public EmbeddedKafka kafka() {
    return kafka;
  }

  /** Directory with {@code ca.crt}, {@code tls.crt} and {@code tls.key} of a client. */
  public Path client() {
    return client;
  }

  /**
   * Settings of a client that signs in with a password.
   *
   * @param password a reference to it
   */
  public Map<String, String> signedIn(String user, String password) {
    Map<String, String> settings = providers();
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
    return settings;
  }

  /** Settings of a client that shows its certificate. */
  public Map<String, String> certified() {
    Map<String, String> settings = providers();
    settings.put("security.protocol", "SSL");
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.certificate.chain", "${directory:" + client + ":tls.crt}");
    settings.put("ssl.keystore.key", "${directory:" + client + ":tls.key}");
    return settings;
  }

  private Map<String, String> providers() {
    String own = "org.apache.kafka.common.config.provider.";
    Map<String, String> settings = new HashMap<>();
    settings.put("config.providers", "env,file,directory");
    settings.put("config.providers.env.class", own + "EnvVarConfigProvider");
    settings.put("config.providers.env.param.allowlist.pattern", "ATOM_.*");
    settings.put("config.providers.file.class", own + "FileConfigProvider");
    settings.put("config.providers.file.param.allowed.paths", client.getParent().toString());
    settings.put("config.providers.directory.class", own + "DirectoryConfigProvider");
    settings.put("config.providers.directory.param.allowed.paths", client.toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.certificates", "${directory:" + client + ":ca.crt}");
    return settings;
  }

  /** Lets a user sign in. */
  public void user(String name, String password) throws ExecutionException, InterruptedException {
    ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
    admin
        .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(name, info, password)))
        .all()
        .get();
  }

  /** Allows it, and nothing else. */
  public void allow(String principal, Collection<Grant> grants)
      throws ExecutionException, InterruptedException {
    admin
        .createAcls(
            grants.stream()
                .flatMap(
                    grant -> grant.operations().stream().map(right -> acl(principal, grant, right)))
                .toList())
        .all()
        .get();
  }

  /** Forbids one thing that was allowed. */
  public void forbid(String principal, Grant grant, AclOperation right)
      throws ExecutionException, InterruptedException {
    AclBindingFilter one = acl(principal, grant, right).toFilter();
    if (admin.deleteAcls(List.of(one)).all().get().size() != 1) {
      throw new IllegalStateException("was never allowed: " + one);
    }
  }

  private static AclBinding acl(String principal, Grant grant, AclOperation right) {
    return new AclBinding(
        new ResourcePattern(grant.resource(), grant.name(), grant.pattern()),
        new AccessControlEntry(principal, "*", right, AclPermissionType.ALLOW));
  }

  @Override
  public void close() throws IOException {
    admin.close();
    kafka.close();
  }
}
