#pragma once

// The HTTP room: an HTTP/1.1 server and what every face of the desk needs around it. It promises that a handler sees
// only well-formed requests (one Host, one way to tell the body's length, decoded UTF-8 without NUL, within limits),
// that each is answered exactly once and in order, and that no thread waits for an answer. It knows nothing of support,
// does not speak TLS or HTTP/2 (a proxy in front does) and never logs a body, a query or a header's value.

#include "adapters/http/caching.hpp"
#include "adapters/http/cookies.hpp"
#include "adapters/http/credentials.hpp"
#include "adapters/http/event_stream.hpp"
#include "adapters/http/forms.hpp"
#include "adapters/http/message.hpp"
#include "adapters/http/rate_limiter.hpp"
#include "adapters/http/router.hpp"
#include "adapters/http/security_headers.hpp"
#include "adapters/http/server.hpp"
#include "adapters/http/text.hpp"
