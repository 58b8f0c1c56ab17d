package com.example.features;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Hashtable;
import java.util.StringJoiner;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

final class Network {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private Network() {}

  /** A handshake for each version and kind of key, with a server of our own. */
  static String tls() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String kind : new String[] {"ec", "rsa"}) {
      for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
        SSLContext context = context(kind, version);
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        serve(server, "secret");
        try {
          HttpClient client = HttpClient.newBuilder().sslContext(context).build();
          HttpResponse<String> answer = get(client, "https", server.getAddress().getPort());
          SSLSession session = answer.sslSession().orElseThrow();
          done.add(kind + " " + session.getProtocol() + " " + session.getCipherSuite());
          done.add(answer.body() + " " + session.getPeerPrincipal());
        } finally {
          server.stop(0);
        }
      }
    }
    return done.toString();
  }

  private static SSLContext context(String kind, String version) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Network.class.getResourceAsStream("/" + kind + ".p12")) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance(version);
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  /** The certificates that the runtime trusts, and the context made of them. */
  static String trustStore() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    int trusted = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length;
    return trusted
        + " trusted, "
        + String.join(" ", SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
  }

  static String httpClient() throws Exception {
    HttpServer server = HttpServer.create(loopback(), 0);
    serve(server, "plain");
    try {
      StringJoiner done = new StringJoiner("\n");
      for (HttpClient.Version version : HttpClient.Version.values()) {
        if (version.ordinal() < 2) { // HTTP/3 has no server here.
          HttpClient client = HttpClient.newBuilder().version(version).build();
          HttpResponse<String> answer = get(client, "http", server.getAddress().getPort());
          done.add(version + " asked, " + answer.version() + ": " + answer.body());
        }
      }
      return done.toString();
    } finally {
      server.stop(0);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static void serve(HttpServer server, String text) {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, text.length());
          exchange.getResponseBody().write(text.getBytes());
          exchange.close();
        });
    server.start();
  }

  private static HttpResponse<String> get(HttpClient client, String scheme, int port)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Names by the system, and a provider that is found by its URL only. */
  static String dns() throws Exception {
    String local = InetAddress.getByName("localhost").isLoopbackAddress() ? "loopback" : "other";
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.PROVIDER_URL, "dns://127.0.0.1:1");
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put("com.sun.jndi.dns.timeout.initial", "20");
    environment.put("com.sun.jndi.dns.timeout.retries", "1");
    try {
      new InitialDirContext(environment).getAttributes("localhost", new String[] {"A"});
      return local + ", answered";
    } catch (NamingException nobodyAnswers) {
      return local + ", " + nobodyAnswers.getClass().getName();
    }
  }

  /** Handlers that the scheme of a URL leads to. */
  static String urls() throws Exception {
    StringJoiner done = new StringJoiner("\n");
    for (String url :
        new String[] {
          "jrt:/java.base/java/lang/Object.class",
          Network.class.getResource("/messages.properties").toString(),
          "http://localhost:8080/"
        }) {
      URLConnection connection = new URL(url).openConnection();
      try (InputStream in = connection.getInputStream()) {
        done.add(connection.getURL().getProtocol() + " " + (in.read() >= 0));
      }
    }
    for (String scheme : new String[] {"https", "ftp", "jar", "mailto"}) {
      String rest = scheme.equals("jar") ? "file:/a.jar!/" : "//localhost/";
      done.add(new URL(scheme + ":" + rest).openConnection().getClass().getName());
    }
    try (Stream<Path> modules = Files.list(Path.of(URI.create("jrt:/java.base/java")))) {
      done.add(modules.map(Path::toString).sorted().toList().toString());
    }
    return done.toString();
  }

  /** Nobody listens there: only how it fails tells whether the provider is there. */
  static String naming() {
    StringJoiner done = new StringJoiner("\n");
    for (String url : new String[] {"ldap://127.0.0.1:1/a", "rmi://127.0.0.1:1/a", "dns:a"}) {
      try {
        new InitialContext().lookup(url);
        done.add(url + " found");
      } catch (NamingException e) {
        done.add(url + " " + e.getClass().getName());
      }
    }
    return done.toString();
  }
}
