require 'sinatra/base'

class Shop < Sinatra::Base
  set :root, __dir__

  get('/') { 'Welcome' }

  get '/orders' do
    require_relative 'lib/orders'
    erb :orders, locals: { orders: Orders.all }
  end

  # The template engine requires kramdown when it first renders Markdown.
  get('/help') { markdown :help }

  get '/feed' do
    require_relative 'lib/feed'
    content_type :xml
    Feed.of(Orders.all)
  end

  get '/orders.:format' do
    require_relative 'lib/orders'
    case params[:format]
    when 'json'
      require 'json'
      JSON.pretty_generate(Orders.all)
    when 'yaml'
      require 'yaml'
      Orders.all.to_yaml
    when 'csv'
      require 'csv'
      CSV.generate { |csv| Orders.all.each { |id, name| csv << [id, name] } }
    else
      pass
    end
  end

  get '/tls' do
    require 'net/http'
    require 'openssl'
    store = OpenSSL::X509::Store.new
    store.set_default_paths
    roots = Dir.glob("#{OpenSSL::X509::DEFAULT_CERT_DIR}/*.0")
    valid = roots.count { |file| store.verify(OpenSSL::X509::Certificate.new(File.read(file))) }
    "#{valid} of #{roots.size}, #{Net::HTTP.new('localhost', 443).tap { |http| http.use_ssl = true }.use_ssl?}"
  end

  get '/calendar' do
    require 'open3'
    require 'time'
    ENV['TZ'] = params[:zone]
    printed, = Open3.capture2('date', '--utc', '--date', '@0', '+%A')
    "#{Time.at(1_751_371_200).iso8601} #{Time.at(1_751_371_200).zone}, #{printed}"
  end

  get '/text' do
    require 'digest'
    require 'zlib'
    [
      'grün'.upcase,
      "u\u0308".unicode_normalize,
      'grün'.encode('ISO-8859-1').bytesize,
      'カナ'.encode('Shift_JIS').bytesize,
      Digest::SHA256.hexdigest(Zlib.inflate(Zlib.deflate('Welcome')))[0, 8],
    ].join(' ')
  end

  get('/broken') { raise 'No such order' }
end
