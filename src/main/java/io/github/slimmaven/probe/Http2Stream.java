package io.github.slimmaven.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** One stream of an HTTP/2 connection: a request, and all of its answer with the trailers. */
final class Http2Stream implements AsyncClientExchangeHandler {
  private final BasicHttpRequest request;
  private final ByteBuffer unsent;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private int status;

  Http2Stream(BasicHttpRequest request, byte[] body) {
    this.request = request;
    this.unsent = ByteBuffer.wrap(body);
  }

  /** Completes when the whole answer is there; what follows may be asked only then. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body.toByteArray();
  }

  /** Of the answer's head or of its trailers; "" if there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    // The content type is among the request's own headers.
    EntityDetails content =
        unsent.hasRemaining() ? new BasicEntityDetails(unsent.remaining(), null) : null;
    channel.sendRequest(request, content, context);
  }

  @Override
  public int available() {
    return unsent.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    channel.write(unsent);
    if (unsent.hasRemaining()) {
      channel.requestOutput();
    } else {
      channel.endStream();
    }
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {}

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails content, HttpContext context) {
    status = response.getCode();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName(), header.getValue());
    }
    if (content == null) {
      ended.complete(null);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer data) {
    byte[] bytes = new byte[Math.min(data.remaining(), Answer.MAX_BODY - body.size())];
    data.get(bytes);
    data.position(data.limit());
    body.writeBytes(bytes);
    if (body.size() == Answer.MAX_BODY) {
      ended.complete(null);
    }
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    if (trailers != null) {
      trailers.forEach(trailer -> headers.putIfAbsent(trailer.getName(), trailer.getValue()));
    }
    ended.complete(null);
  }

  @Override
  public void failed(Exception cause) {
    ended.completeExceptionally(cause);
  }

  @Override
  public void cancel() {
    ended.completeExceptionally(new IOException("the stream was cancelled"));
  }

  @Override
  public void releaseResources() {}
}
