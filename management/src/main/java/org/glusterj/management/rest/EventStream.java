package org.glusterj.management.rest;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.glusterj.core.Log;
import org.glusterj.management.Json;
import org.glusterj.management.event.EventLog;
import org.glusterj.management.event.EventLog.Logged;

/**
 * A WebSocket that is told of events: a text for each, the JSON of a webhook with {@code sequence} beside. Nothing is
 * queued for it but what the socket takes: how far it was told is one number, and what is behind that is in the
 * {@link EventLog}. If old events are removed before it reads them, it is told so: {@code {"lost-up-to": SEQUENCE}}.
 *
 * <p>All on the connection's event loop, but for {@link #stir}.
 */
final class EventStream extends SimpleChannelInboundHandler<WebSocketFrame> {
    /** Taken from the log at once. */
    private static final int BATCH = 64;

    private static final Log LOG = Log.of(EventStream.class);

    private final EventLog log;
    private final Predicate<Logged> wanted;
    private final AtomicBoolean stirred = new AtomicBoolean();
    private ChannelHandlerContext context;
    private AutoCloseable listening;
    private long told;
    private boolean pinged;

    /** @param after the sequence number that the other side knows already */
    EventStream(EventLog log, Predicate<Logged> wanted, long after) {
        this.log = log;
        this.wanted = wanted;
        this.told = after;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        listening = log.listen(this::stir);
        stir();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) throws Exception {
        listening.close();
    }

    /** There may be something new. On any thread. */
    private void stir() {
        if (stirred.compareAndSet(false, true)) {
            context.executor().execute(this::pump);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        stir();
    }

    private void pump() {
        stirred.set(false);
        var channel = context.channel();
        if (!channel.isActive() || !channel.isWritable()) {
            return;
        }
        if (told < log.gone()) {
            told = log.gone();
            send(Map.of("lost-up-to", told));
        }
        var next = log.after(told, BATCH);
        for (var logged : next) {
            if (!channel.isWritable()) {
                break;
            }
            told = logged.sequence();
            if (wanted.test(logged)) {
                var all = logged.event().sorted();
                all.put("sequence", told);
                send(all);
            }
        }
        context.flush();
        if (!next.isEmpty() && channel.isWritable()) {
            stir();
        }
    }

    private void send(Object value) {
        var text = new TextWebSocketFrame(Json.MAPPER.writeValueAsString(value));
        context.write(text).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext reader, WebSocketFrame frame) {
        pinged = false;
        if (frame instanceof PingWebSocketFrame) {
            reader.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            reader.writeAndFlush(close.retainedDuplicate())
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext idle, Object event) throws Exception {
        if (!(event instanceof IdleStateEvent)) {
            super.userEventTriggered(idle, event);
        } else if (pinged) {
            idle.close();
        } else {
            pinged = true;
            idle.writeAndFlush(new PingWebSocketFrame());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        LOG.say(RestMessage.CONNECTION_BUG, String.valueOf(cause.getMessage()));
        failed.close();
    }
}
