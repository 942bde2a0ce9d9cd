package dev.tollgate.standalone.ctl;

import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The context of a client that only makes connections without TLS. A usable one is not made: it reads the system's
 * certificates and looks for security providers in every jar of the class path, which takes half of a command's time.
 */
final class WithoutTls extends SSLContext {

    WithoutTls() {
        super(new Nothing(), null, "none");
    }

    /** Gives the client the parameters that it asks for, and nothing to encrypt with. */
    private static final class Nothing extends SSLContextSpi {
        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return new SSLParameters(new String[0], new String[0]);
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return engineGetDefaultSSLParameters();
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random) {}

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw withoutTls();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw withoutTls();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw withoutTls();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw withoutTls();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            throw withoutTls();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw withoutTls();
        }

        private static UnsupportedOperationException withoutTls() {
            return new UnsupportedOperationException("a client for connections without TLS");
        }
    }
}
