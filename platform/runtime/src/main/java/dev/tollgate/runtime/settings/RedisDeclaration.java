package dev.tollgate.runtime.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the connection to Redis. */
@ConfigMapping(prefix = "tollgate.redis")
public interface RedisDeclaration {
    @Setting(value = "URL of Redis, with user and password if required.", secret = true)
    @WithDefault("redis://localhost:6379")
    String url();

    @Setting(
            "Start even if Redis deletes accounts when its memory is full (maxmemory-policy allkeys-…): for development "
                    + "only.")
    @WithDefault("false")
    boolean allowEviction();
}
