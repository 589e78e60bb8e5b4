package org.glusterj.management.rest;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.glusterj.core.Environment;
import org.glusterj.core.Log;
import org.glusterj.management.volume.CommandException;

/**
 * One HTTP connection. A request is taken apart on the event loop and carried out on a virtual thread; meanwhile the
 * connection is not read, so that answers keep the order of requests and nobody queues work here.
 */
final class HttpSession extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Log LOG = Log.of(HttpSession.class);

    private static final int FRAME_BYTES_MAX = 1024;

    private final Rest rest;
    private final Token token;
    private final Environment environment;
    private final Semaphore places;
    private final Semaphore streams;

    /**
     * @param token null where none is needed
     * @param places of requests that are carried out
     * @param streams of events
     */
    HttpSession(
            Rest rest, Token token, Environment environment, Semaphore places, Semaphore streams) {
        this.streams = streams;
        this.rest = rest;
        this.token = token;
        this.environment = environment;
        this.places = places;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest http) {
        boolean keep = HttpUtil.isKeepAlive(http);
        if (!http.decoderResult().isSuccess()) {
            send(context, Response.error(400, "this is no HTTP request"), false);
            return;
        }
        var uri = new QueryStringDecoder(http.uri());
        var method = http.method().name();
        var path = uri.path();
        if (!path.startsWith("/")) {
            send(context, Response.error(400, "the path must begin with a slash"), false);
            return;
        }
        if (token != null && !NodeRoutes.isPublic(path)) {
            var given = http.headers().get(HttpHeaderNames.AUTHORIZATION);
            var why = token.refusal(given, method, path);
            if (why != null) {
                LOG.say(RestMessage.TOKEN_REFUSED, context.channel().remoteAddress(), why);
                send(context, Response.error(401, why), keep);
                return;
            }
        }
        var body = ByteBufUtil.getBytes(http.content());
        var request = new Request(method, path, Map.of(), uri.parameters(), body);
        boolean upgrade = http.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true);
        if (upgrade && method.equals("GET") && path.equals(EventRoutes.STREAM)) {
            openStream(context, request, http, keep);
        } else {
            carryOut(context, request, keep);
        }
    }

    /** Turns the connection into a WebSocket. */
    private void openStream(
            ChannelHandlerContext context, Request request, FullHttpRequest http, boolean keep) {
        EventStream stream;
        try {
            long after = EventRoutes.after(request, rest.log().newest());
            stream = new EventStream(rest.log(), EventRoutes.wanted(request), after);
        } catch (CommandException e) {
            send(context, Response.of(e), keep);
            return;
        }
        var hands =
                new WebSocketServerHandshakerFactory(request.path(), null, false, FRAME_BYTES_MAX)
                        .newHandshaker(http);
        if (hands == null) {
            send(context, Response.error(426, "this version of WebSocket is not known"), false);
        } else if (!streams.tryAcquire()) {
            send(context, Response.error(503, "too many streams of events at once"), keep);
        } else {
            var channel = context.channel();
            channel.closeFuture().addListener(closed -> streams.release());
            hands.handshake(channel, http)
                    .addListener(
                            done -> {
                                if (done.isSuccess()) {
                                    channel.pipeline().replace(this, "events", stream);
                                } else {
                                    channel.close();
                                }
                            });
        }
    }

    private void carryOut(ChannelHandlerContext context, Request request, boolean keep) {
        if (!places.tryAcquire()) {
            send(context, Response.error(503, "too many requests at once"), keep);
            return;
        }
        context.channel().config().setAutoRead(false);
        environment.spawn(
                "rest",
                () -> {
                    Response response;
                    try {
                        response = rest.router().answer(request);
                    } finally {
                        places.release();
                    }
                    send(context, response, keep);
                });
    }

    private static void send(ChannelHandlerContext context, Response response, boolean keep) {
        var http =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(response.status()),
                        Unpooled.wrappedBuffer(response.body()));
        http.headers().set(HttpHeaderNames.CONTENT_TYPE, response.type());
        response.headers().forEach((name, value) -> http.headers().set(name, value));
        if (response.status() != 204) {
            HttpUtil.setContentLength(http, response.body().length);
        }
        HttpUtil.setKeepAlive(http, keep);
        var sent = context.writeAndFlush(http);
        if (keep) {
            context.channel().config().setAutoRead(true);
        } else {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof IdleStateEvent) {
            context.close();
        } else {
            super.userEventTriggered(context, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.say(RestMessage.CONNECTION_BUG, String.valueOf(cause.getMessage()));
        context.close();
    }
}
