package com.example.features;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Serves one route for each feature of the JDK: what it prints, or 500 and why not. */
public final class Server {
  private Server() {}

  public static void main(String[] args) throws IOException {
    Map<String, Callable<String>> features = new TreeMap<>();
    features.put("/tls", Network::tls);
    features.put("/trust-store", Network::trustStore);
    features.put("/http-client", Network::httpClient);
    features.put("/dns", Network::dns);
    features.put("/urls", Network::urls);
    features.put("/naming", Network::naming);
    features.put("/keys", Security::keys);
    features.put("/digests", Security::digests);
    features.put("/key-stores", Security::keyStores);
    features.put("/providers", Security::providers);
    features.put("/charsets", Text::charsets);
    features.put("/locales", Text::locales);
    features.put("/regex", Text::regex);
    features.put("/zones", Text::zones);
    features.put("/bundles", Text::bundles);
    features.put("/zip", Data::zip);
    features.put("/xml", Data::xml);
    features.put("/xslt", Data::xslt);
    features.put("/sql", Data::sql);
    features.put("/row-set", Data::rowSet);
    features.put("/preferences", Data::preferences);
    features.put("/serial", Data::serial);
    features.put("/jmx", Platform::jmx);
    features.put("/jmx-rmi", Platform::jmxRmi);
    features.put("/process", Platform::process);
    features.put("/options", Options::start);
    features.put("/services", Services::load);
    features.put("/logging", Platform::logging);
    features.put("/by-name", Platform::byName);
    features.put("/random", Platform::random);
    features.put("/virtual-threads", Platform::virtualThreads);
    features.put("/flight-recorder", Platform::flightRecorder);
    features.put("/image", Drawing::image);
    features.put("/text-image", Drawing::text);

    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", exchange -> answer(exchange, () -> "Features " + features.size()));
    features.forEach(
        (path, feature) -> server.createContext(path, exchange -> answer(exchange, feature)));
    server.createContext(
        "/routes", exchange -> answer(exchange, () -> String.join("\n", features.keySet())));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
    server.start();
    System.out.println("Serving " + features.size() + " features");
  }

  private static void answer(HttpExchange exchange, Callable<String> feature) throws IOException {
    int status = 200;
    String body;
    try {
      body = feature.call();
    } catch (Throwable e) { // An error is what a missing class gives.
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      status = 500;
      body = trace.toString();
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
