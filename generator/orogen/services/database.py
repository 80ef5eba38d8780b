"""tmp"""
from orogen.contract import *
SERVICE = Service(name="database", title="PostgreSQL under Patroni", profile="profile::database", why="x", requires=("certificates",), quorum=Quorum(model="leader", voters="coordination", why=""),
 ports=(Port(name="postgresql", number=5432, encrypted=True, clients={"application":"x","database":"y"}),Port(name="api", number=8008, encrypted=True, clients={"application":"x","database":"y"})),
 endpoints=(Endpoint(port="postgresql", reach="proxy", listen=15432, check="OPTIONS /primary", check_port=8008, tls="passthrough", balance="first", why="x"),))
