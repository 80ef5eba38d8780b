# @summary OroCommerce's websocket server, active on one node at a time.
#
# It keeps its subscriptions in memory, so two of them would each know half of the browsers. The other nodes stand by; clients
# find the active one through their local HAProxy, whose check only the active one answers.
class profile::websocket {
  include profile::application

  profile::leader::service { 'oro-websocket':
    leadership  => 'websocket',
    description => "OroCommerce's websocket server",
    command     => "${profile::application::console} gos:websocket:server --env=${profile::application::symfony_environment} --no-debug",
    # Its addresses come from there, and it reads them once.
    subscribe   => File["${profile::application::shared}/.env-app.local"],
  }
}
