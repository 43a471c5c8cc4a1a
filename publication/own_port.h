#pragma once

namespace httplib {
class Server;
}

namespace chengnuo::publication {

/// Makes a server the only one on its port. The library's default also shares it (SO_REUSEPORT): a
/// second service would start, and take every other call.
void keep_port_alone(httplib::Server& server);

}  // namespace chengnuo::publication
